// What only `--organisation` needs: it has a bundle of its own.
export { reportLastSweep } from './last-sweep.ts';
export { readMembers } from './read-members.ts';
