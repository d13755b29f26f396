import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * Bundles MQTT.js for browsers from its own modules. Its build for them carries the transports of other platforms and two
 * copies of what stands in for Node's modules: a quarter more than is used.
 */
export async function bundleMqtt({ dist, format, extension, notices }) {
  const build = await rolldown({
    input: { 'mqtt-in-browsers': join(import.meta.dirname, 'mqtt-in-browsers.mjs') },
    platform: 'browser',
    resolve: { alias: inPlaceOfNode() },
    transform: {
      target: 'es2023',
      define: { global: 'globalThis' },
      inject: { Buffer: ['buffer', 'Buffer'], process: ['process', 'default'] },
    },
    plugins: [onlyWebSockets(), notices.plugin()],
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  await build.write({ dir: dist, format, exports: 'named', minify: true, entryFileNames: `[name].${extension}` });
  await build.close();
}

/** What readable-stream brings for browsers, each once. */
function inPlaceOfNode() {
  const ofMqtt = createRequire(createRequire(import.meta.url).resolve('mqtt/package.json'));
  const ofStream = createRequire(ofMqtt.resolve('readable-stream/package.json'));
  const stream = join(ofMqtt.resolve('readable-stream/package.json'), '../lib/ours/browser.js');
  return {
    'readable-stream': stream,
    stream,
    buffer: ofStream.resolve('buffer/index.js'),
    events: ofStream.resolve('events/events.js'),
    process: ofStream.resolve('process/browser.js'),
  };
}

/** Browsers have a WebSocket, so neither `ws` nor what only its branch of MQTT.js asks for is needed. */
function onlyWebSockets() {
  const unused = '\0unused';
  return {
    name: 'only-web-sockets',
    resolveId: (specifier) => (specifier === 'ws' || specifier === 'url' ? unused : undefined),
    load: (id) => (id === unused ? 'export default undefined;' : undefined),
  };
}
