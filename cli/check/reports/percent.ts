/** Never 0 % or 100 % unless it is exactly so. @param share - 0-1 */
export function toPercent(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}%`;
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))}%`;
}
