/** Ten lines that somebody else would write, in each kind of module. */
const stack = `
const app = new App();
const stack = new Stack(app, 'Mine');
const access = new IotAccess(stack, 'Access', {
  access: { publish: ['rooms/{identity}/*'], subscribe: ['rooms/{identity}/*'], receive: ['rooms/{identity}/*'] },
});
new CfnOutput(stack, 'Url', { value: access.api.url });
`;

const asModule = `import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { IotAccess } from 'cognito-iot-access';${stack}`;

export const cdkApps = {
  'app.mjs': asModule,
  'app.cjs': `const { App, CfnOutput, Stack } = require('aws-cdk-lib');
const { IotAccess } = require('cognito-iot-access');${stack}`,
  'app.ts': asModule,
};
