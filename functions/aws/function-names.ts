/** The functions of the service: each has a folder with a handler. */
export const FUNCTION_NAMES = ['guard', 'sweep', 'slack'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];
