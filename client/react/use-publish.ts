import { useCallback } from 'react';
import type { IotClient } from '../index.js';
import { useHolder } from './holder-context.js';

/** What `usePublish` gives. */
export type Publish = IotClient['publish'];

/** `client.publish`, for event handlers and effects. It stays the same function from render to render. */
export function usePublish(): Publish {
  const holder = useHolder();
  return useCallback(async (...message: Parameters<Publish>) => holder.client().publish(...message), [holder]);
}
