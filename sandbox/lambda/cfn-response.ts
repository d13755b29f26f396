/**
 * The module that inline code finds beside itself.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export const CFN_RESPONSE = `'use strict';
const SUCCESS = 'SUCCESS';
const FAILED = 'FAILED';

function send(event, context, responseStatus, responseData, physicalResourceId, noEcho) {
  const body = JSON.stringify({
    Status: responseStatus,
    Reason: 'See the details in CloudWatch Log Stream: ' + context.logStreamName,
    PhysicalResourceId: physicalResourceId || context.logStreamName || context.functionName,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: noEcho || false,
    Data: responseData,
  });
  const done = () => (typeof context.done === 'function' ? context.done() : undefined);
  return fetch(event.ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body }).then(
    (response) => {
      console.log('Status code: ' + response.status);
      done();
    },
    (error) => {
      console.log('send(..) failed executing fetch(..): ' + error.message);
      done();
    },
  );
}

module.exports = { SUCCESS, FAILED, send };
`;
