/** MQTT.js, in a file of its own: the package's browsers take `packaging/mqtt-in-browsers.mjs` in its place. Its own build for them has a default export only. */
export { default } from 'mqtt';
