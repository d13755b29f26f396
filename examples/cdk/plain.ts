import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { IotAccess } from 'cognito-iot-access';

/** Everything by one construct: each user has the topics below `rooms/<identity ID>/`. */
const app = new App();
const stack = new Stack(app, 'Rooms');
const own = ['rooms/{identity}/*'];
new IotAccess(stack, 'IotAccess', { access: { publish: own, subscribe: own, receive: own } });
new CfnOutput(stack, 'RoomTopics', { value: 'rooms/<identity ID>/…' });
