// Answers every request with an empty 200. Bare sockets: node:http would take longer than what is measured.
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n';
let puts = 0;
let otherRequests = 0;
let connections = 0;
let identities = new Set();

process.on('message', async (message) => {
  if (message === 'count') {
    process.send({ puts, otherRequests, identities: identities.size, connections });
    puts = 0;
    otherRequests = 0;
    connections = 0;
    identities = new Set();
    return;
  }
  const port = await listen(createServer(serve));
  const securePort = await listen(createTlsServer(message, serve));
  process.send({ port, securePort });
});
// Whoever started this has gone.
process.on('disconnect', () => process.exit(0));

function serve(socket) {
  connections += 1;
  let text = '';
  socket.setNoDelay(true).setEncoding('latin1');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    text += chunk;
    for (;;) {
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = text.slice(0, end);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      note(head, text.slice(end + 4, end + 4 + length));
      text = text.slice(end + 4 + length);
      socket.write(answer);
    }
  });
}

function note(head, body) {
  if (!head.startsWith('PUT /target-policies/')) {
    otherRequests += 1;
    return;
  }
  puts += 1;
  identities.add(JSON.parse(body).target);
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}
