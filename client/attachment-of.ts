import { callWithin } from './call-within.js';
import type { IotClient } from './client-contract.js';
import { type ClientParts, DEADLINE_MS } from './client-parts.js';
import { PROVIDER } from './connect-decision.js';
import { ProviderUnavailable } from './credentials-provider.js';
import { NotSignedInError, UnreachableError } from './iot-access-error.js';
import { keptOrAsked } from './kept-connection.js';
import { may } from './may.js';
import { ownTopicPattern } from './own-patterns.js';

type Methods = 'myTopic' | 'identify' | 'attachment' | 'connection' | 'devices' | 'detach' | 'may';

/** Who a client is, and what `/attach-policy` says of that. */
export function attachmentOf(parts: ClientParts): Pick<IotClient, Methods> {
  const { options, credentials, kept, call, close } = parts;

  const identify = async () => {
    const { identityId } = await callWithin(DEADLINE_MS, PROVIDER, () => credentials.get()).catch((error: unknown) => {
      throw error instanceof ProviderUnavailable ? new UnreachableError(PROVIDER, error.cause) : error;
    });
    return identityId ?? (await call('GET')).identityId;
  };

  return {
    myTopic(name) {
      const { identityId } = credentials;
      if (identityId === undefined) {
        throw new NotSignedInError('The identity ID is not known yet.', 'Await connect() or identify() first.');
      }
      const pattern = options.topicPattern ?? ownTopicPattern(identityId, kept.of(identityId));
      return pattern.replaceAll('{identity}', () => identityId).replace('*', () => name);
    },
    identify,
    attachment: () => call('GET'),
    async connection() {
      return keptOrAsked(kept, await identify(), () => call('GET'));
    },
    may: (action, topic) => may(kept.of(credentials.identityId ?? ''), action, topic),
    async devices() {
      return (await call('GET')).connection?.devices;
    },
    async detach() {
      const answer = await call('DELETE');
      await parts.firstAttachment.detached(answer.identityId);
      await close(undefined, { signedOut: true });
      return answer;
    },
  };
}
