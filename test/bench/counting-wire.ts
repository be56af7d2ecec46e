import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to an endpoint that counts what goes over it: bytes of HTTP, headers included, without TLS. */
export interface CountingWire {
  readonly endpoint: string;
  sent(): number;
  received(): number;
  close(): Promise<void>;
}

export async function countOnWireTo(endpoint: string): Promise<CountingWire> {
  const { hostname, port } = new URL(endpoint);
  const counts = { sent: 0, received: 0 };
  const open = new Set<Socket>();
  const server = createServer(near => {
    const far = connect(Number(port), hostname);
    near.on('data', ({ length }) => {
      counts.sent += length;
    });
    far.on('data', ({ length }) => {
      counts.received += length;
    });
    for (const socket of [near, far]) open.add(socket.on('error', () => socket.destroy()));
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => counts.sent,
    received: () => counts.received,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
