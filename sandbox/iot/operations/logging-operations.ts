import { z } from 'zod';
import { AwsError } from '../../base/errors.js';
import { type Member, operationsOf } from '../../service/operation.js';
import { type RestOperation, restOperation } from '../../service/rest-operation.js';
import { LOG_LEVELS } from '../logging/log-options.js';
import type { IotParts } from './iot-parts.js';

const operation = operationsOf();
const path = '/v2LoggingOptions';

/** As AWS's own policy for who turns logging on has it: AWSIoTDeviceDefenderEnableIoTLoggingMitigationAction. */
function passRole(member: Member) {
  const resource = member('roleArn');
  const conditions = new Map([['iam:passedtoservice', ['iot.amazonaws.com']]]);
  return resource === '' ? [] : [{ action: 'iam:PassRole', resource, conditions }];
}

/**
 * What AWS IoT logs; levels for single things and groups are not emulated.
 *
 * @see https://docs.aws.amazon.com/iot/latest/developerguide/configure-logging.html
 */
export function loggingOperations({ log }: Pick<IotParts, 'log'>): RestOperation[] {
  return [
    restOperation(
      { method: 'POST', path },
      operation({
        name: 'iot:SetV2LoggingOptions',
        // A table of AWS's has the role as its resource, another none: only `*` covers it in both.
        access: { iam: () => '*', further: passRole },
        fields: {
          roleArn: z.string().min(20).max(2048).optional(),
          defaultLogLevel: z.enum(LOG_LEVELS).optional(),
          disableAllLogs: z.boolean().optional(),
        },
        run(input) {
          log.setOptions(input);
          return {};
        },
      }),
    ),
    restOperation(
      { method: 'GET', path },
      operation({
        name: 'iot:GetV2LoggingOptions',
        access: { iam: () => '*' },
        fields: {},
        run() {
          const options = log.options();
          if (options !== undefined) return options;
          throw new AwsError('NotConfiguredException', 'The logging options have not been set.', 404);
        },
      }),
    ),
  ];
}
