import type { TestClient } from '../../contract/console-state.js';
import type { VerifiedCaller } from '../iam/sigv4.js';

/** What a client was answered. */
export interface TestAnswer {
  readonly ok: boolean;
  /** Of MQTT 5; undefined where the connection ended without an answer. */
  readonly code: number | undefined;
  /** Why it was refused, in the sandbox's words. */
  readonly explanation: string | undefined;
}

export type ReceivedMessage = TestClient['received'][number];

/** A client of MQTT 5 within the sandbox, held to what every client is held to. */
export interface TestConnection {
  /** Once connected. */
  readonly connected: Promise<TestAnswer>;
  readonly end: TestClient['end'];
  readonly subscriptions: readonly string[];
  subscribe(filter: string, qos: 0 | 1): Promise<TestAnswer>;
  unsubscribe(filter: string): Promise<TestAnswer>;
  publish(message: TestMessage): Promise<TestAnswer>;
  disconnect(): void;
}

export interface TestMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export interface TestConnectionOptions {
  readonly caller: VerifiedCaller;
  readonly clientId: string;
  readonly received: (message: Omit<ReceivedMessage, 'time'>) => void;
  /** Called when its connection has ended. */
  readonly ended: () => void;
}

export type OpenTestConnection = (options: TestConnectionOptions) => TestConnection;
