/**
 * MQTT.js, in a file of its own: browsers that use the package take `packaging/mqtt-in-browsers.mjs` in its place. MQTT.js's
 * own build for them has a default export only.
 */
export { default } from 'mqtt';
