/** Prints the client as Metro would put it into an app: MQTT.js by its condition `react-native`, all in one script. */
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const build = await rolldown({
  input: join(import.meta.dirname, '../../client/index.ts'),
  platform: 'neutral',
  resolve: { conditionNames: ['react-native', 'require', 'default'], mainFields: ['main'] },
  onLog: (level, { message }) => {
    if (level === 'warn') throw new Error(message);
  },
});
const { output } = await build.generate({ format: 'iife', name: 'cognitoIot', exports: 'named', codeSplitting: false });
await build.close();
process.stdout.write(output[0].code);
