import { GetStageCommand } from '@aws-sdk/client-api-gateway';
import { apiOf } from '../../deployment/api-of.js';
import type { Outputs } from '../../deployment/outputs.js';
import { type Answer, ask, orNone } from '../answer.js';
import type { Clients } from './clients.js';

/** Whether the stage of the API is there. */
export async function stageFacts({ AttachPolicyUrl = '' }: Outputs, { apis }: Clients): Promise<Answer<boolean>> {
  const api = apiOf(AttachPolicyUrl);
  if (api === undefined) return { unknown: `${AttachPolicyUrl} does not say which API it is (a domain of its own)` };
  return ask('apigateway:GET', async () => {
    const found = await orNone(apis.send(new GetStageCommand(api)), 'NotFoundException');
    return found !== undefined;
  });
}
