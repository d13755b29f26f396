import { useEffect, useState } from 'react';
import type { MailedMessage } from '../../contract/sandbox-views.js';
import { expectsMail } from '../account/account-state.js';
import { useAccountState } from '../account/use-account.js';
import type { SandboxReader } from '../sandbox/sandbox-reader.js';

const LOOK_EVERY_MS = 1000;

/** The sandbox sends no e-mail: it shows what it would have sent. */
export function MailedCode({ sandbox }: { readonly sandbox: SandboxReader }) {
  const { screen, email } = useAccountState();
  const [message, setMessage] = useState<MailedMessage>();
  const expectsCode = expectsMail(screen);

  useEffect(() => {
    if (!expectsCode) return setMessage(undefined);
    let current = true;
    const look = async () => {
      const found = await sandbox.lastMessage(email);
      if (current) setMessage(found);
    };
    void look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [sandbox, email, expectsCode]);

  return (
    <div role="status">
      {message !== undefined && (
        <section className="card mailed" aria-labelledby="mailed-title">
          <h2 id="mailed-title">Mail for {message.to}</h2>
          <p>
            Your code is{' '}
            <output className="code" data-testid="mailed-code">
              {message.code}
            </output>
          </p>
          <button type="button" className="button" onClick={() => fillIn(message.code)}>
            Fill in the code
          </button>
          <p className="note">The sandbox mails nothing; on AWS this comes by e-mail.</p>
        </section>
      )}
    </div>
  );
}

function fillIn(code: string): void {
  const input = document.querySelector<HTMLInputElement>('input[name="confirmation_code"]');
  if (input === null) return;
  input.value = code;
  input.focus();
}
