import type { FrameworkProject } from './framework-project.js';

/** A bundler, a framework or a runtime that the client is tried in. */
export interface Framework {
  readonly name: string;
  /** In `docs/guides`; its files are the project. */
  readonly guide: string;
  /** Those of the guide's files that are for it; all, unless said otherwise. */
  readonly files?: readonly string[];
  /** With their exact versions: `vite@8.3.8`. */
  readonly installs: readonly string[];
  /** What only the run needs, and the table does not name. */
  readonly besides?: readonly string[];
  /** What its own starter makes, which the guide takes as given. */
  readonly starter?: Readonly<Record<string, string>>;
  /** Where the app finds the stack's outputs, and its user's credentials. */
  readonly outputs: string;
  readonly session: string;
  /** Of Node, where it takes none that the project runs on otherwise. */
  readonly node?: string;
  /** Which types are checked, in words of the table. */
  readonly typed: string;
  /** Strictly; throws with what the compiler says. */
  checkTypes(project: FrameworkProject): Promise<void>;
  /** @returns what a browser loads; nothing where there is no bundle */
  build?(project: FrameworkProject): Promise<BuiltApp>;
  /** Where the message was received, in words of the table. */
  readonly received: string;
  /** Runs the app until it has published `Hello`, and has shown it as received. */
  receive(project: FrameworkProject): Promise<void>;
}

export interface BuiltApp {
  /** Files of JavaScript, from the project's folder, that are loaded before the app begins. */
  readonly first: readonly string[];
  /** Those that it loads when it connects. */
  readonly lazy: readonly string[];
  /** The framework is within, so the table tells no size. */
  readonly holdsFramework?: true;
}
