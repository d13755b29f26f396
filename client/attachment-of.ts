import { callWithin } from './call-within.js';
import type { CallOptions, IotClient } from './client-contract.js';
import { type ClientParts, DEADLINE_MS } from './client-parts.js';
import { PROVIDER } from './connect-decision.js';
import { ProviderUnavailable } from './credentials-provider.js';
import { UnreachableError } from './iot-access-error.js';
import { keptOrAsked } from './kept-connection.js';
import { may } from './may.js';
import { ownTopicPattern } from './own-patterns.js';
import { unknownIdentity } from './unknown-identity.js';

type Methods = 'myTopic' | 'identify' | 'attachment' | 'connection' | 'devices' | 'detach' | 'may';

/** Who a client is, and what `/attach-policy` says of that. */
export function attachmentOf(parts: ClientParts): Pick<IotClient, Methods> {
  const { options, credentials, kept, call, close } = parts;

  const identify = async ({ signal }: CallOptions = {}) => {
    const asked = callWithin(DEADLINE_MS, PROVIDER, () => credentials.get(), signal);
    const { identityId } = await asked.catch((error: unknown) => {
      throw error instanceof ProviderUnavailable ? new UnreachableError(PROVIDER, error.cause) : error;
    });
    return identityId ?? (await call('GET', signal)).identityId;
  };

  return {
    myTopic(name) {
      const { identityId } = credentials;
      if (identityId === undefined) throw unknownIdentity();
      const pattern = options.topicPattern ?? ownTopicPattern(identityId, kept.of(identityId));
      return pattern.replaceAll('{identity}', () => identityId).replace('*', () => name);
    },
    identify,
    attachment: async ({ signal } = {}) => call('GET', signal),
    async connection({ signal } = {}) {
      return keptOrAsked(kept, await identify({ signal }), () => call('GET', signal));
    },
    may: (action, topic) => may(kept.of(credentials.identityId ?? ''), action, topic),
    async devices({ signal } = {}) {
      return (await call('GET', signal)).connection?.devices;
    },
    async detach({ signal } = {}) {
      const answer = await call('DELETE', signal);
      await parts.firstAttachment.detached(answer.identityId);
      await close(undefined, { signedOut: true });
      return answer;
    },
  };
}
