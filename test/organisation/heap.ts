/** Bytes on the heap, garbage collected; 0 where the collector cannot be called. */
export function measureHeap(): number {
  if (globalThis.gc === undefined) return 0;
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
