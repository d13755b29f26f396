import { createElement, type ReactNode, useEffect, useInsertionEffect, useMemo, useRef } from 'react';
import type { IotClient, IotClientOptions } from '../index.js';
import { type ClientHolder, createClientHolder } from './client-holder.js';
import { HOLDER_CONTEXT } from './holder-context.js';

export interface IotProviderBaseProps {
  /** In which the hooks find the client. */
  readonly children?: ReactNode;
  /**
   * What fails where neither a call nor a hook waits for it, as a message handler that throws.
   *
   * @default it is thrown as uncaught; with a `client` of the app's own, its event `error` alone has it
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** With a client of the app's own. */
export interface IotProviderOfClientProps extends IotProviderBaseProps {
  /** A client of the app's own: it stays open when the provider goes, and connects when the app or a hook has it do so. */
  readonly client: IotClient;
  /** Not with a client. */
  readonly options?: undefined;
  /** Not with a client. */
  readonly connect?: undefined;
}

/** With a client that the provider makes and closes. */
export interface IotProviderOfOptionsProps extends IotProviderBaseProps {
  /**
   * A client is made of them when the provider is mounted, and closed when it goes. They are read once: for another
   * user give the provider another `key`.
   */
  readonly options: IotClientOptions;
  /** Whether it connects by itself; otherwise the first subscription or message connects. @default true */
  readonly connect?: boolean | undefined;
  /** Not with options. */
  readonly client?: undefined;
}

/** A client, or options of one. */
export type IotProviderProps = IotProviderOfClientProps | IotProviderOfOptionsProps;

/** Gives the hooks below it their client. Nothing connects while a server renders. */
export function IotProvider({ children, client, options, connect = true, onError }: IotProviderProps): ReactNode {
  const latest = useRef({ options, connect, onError });
  useInsertionEffect(() => {
    latest.current.onError = onError;
  });
  const holder = useMemo(() => {
    const { options, connect } = latest.current;
    return createClientHolder({ client, options, connect, onError: () => latest.current.onError });
  }, [client]);
  // The mount stands before the children, whose effects then find a client.
  return createElement(
    HOLDER_CONTEXT.Provider,
    { value: holder },
    createElement(Mount, { holder, hears: onError !== undefined }),
    children,
  );
}

interface MountProps {
  readonly holder: ClientHolder;
  /** Whether errors are wanted here. */
  readonly hears: boolean;
}

function Mount({ holder, hears }: MountProps): ReactNode {
  useEffect(() => holder.mount(), [holder]);
  useEffect(() => (hears ? holder.hearErrors() : undefined), [holder, hears]);
  return null;
}
