import { act, createElement, type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { IotClient } from '../../../client/index.js';
import { IotProvider } from '../../../client/react/react.js';

export interface Page {
  readonly text: string;
  render(content: ReactNode): Promise<void>;
}

/** Of `page-environment.cjs`. */
declare const document: { createElement(name: 'div'): { readonly textContent: string | null } };

/** Pages in StrictMode, in which React takes each effect back once and runs it again. They end with their test. */
export function shownPages() {
  const endings: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).toReversed()) await end();
  });
  return {
    /** Something else to end, after the pages that are shown later. */
    end(ending: () => Promise<unknown>): void {
      endings.push(ending);
    },
    async show(content: ReactNode): Promise<Page> {
      const container = document.createElement('div');
      const root = createRoot(container as Parameters<typeof createRoot>[0]);
      const render = (content: ReactNode) => acting(async () => root.render(createElement(StrictMode, null, content)));
      endings.push(() => acting(async () => root.unmount()));
      await render(content);
      return {
        get text() {
          return container.textContent ?? '';
        },
        render,
      };
    },
  };
}

export function within(client: IotClient, content: ReactNode): ReactNode {
  return createElement(IotProvider, { client }, content);
}

/** Lets what is under way have its turn, and the page render what came of it. */
export async function settled(isReady: () => boolean = () => true): Promise<void> {
  const until = Date.now() + 5000;
  do {
    await acting(() => new Promise((resolve) => setTimeout(resolve, 5)));
  } while (!isReady() && Date.now() < until);
}

function acting(run: () => Promise<void>): Promise<void> {
  return (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT ? act(run) : run();
}
