import { useMemo } from 'react';
import { useConsole } from '../../state/use-console.js';
import { type OfferedTopics, offeredTopics } from './offered-topics.js';

/** What to offer to somebody: what the attached policies name, and what has just been in use. */
export function useTopics(identityId: string): OfferedTopics {
  const attached = useConsole('attachments')[identityId];
  const { iotPolicies } = useConsole('overview');
  return useMemo(() => {
    const names = new Set(attached?.map(({ policyName }) => policyName));
    const documents = iotPolicies.filter(({ name }) => names.has(name)).map(({ document }) => document);
    return offeredTopics(documents, identityId);
  }, [attached, iotPolicies, identityId]);
}
