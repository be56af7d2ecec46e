// Dynalite carries no types of its own; this is the part of it that the stand-in uses.
declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A server that need not listen: its `request` listener does the work. */
  function dynalite(options?: { createTableMs?: number }): Server;
  export = dynalite;
}
