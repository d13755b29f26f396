import { type ReactNode, useEffect, useState } from 'react';

export interface ConfirmedButtonProps {
  readonly children: ReactNode;
  /** What it says before it does it: `Delete for good?` */
  readonly question: string;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}

/** A second press within some seconds, so that nothing is lost by accident. */
export function ConfirmedButton({ children, question, disabled = false, onConfirm }: ConfirmedButtonProps) {
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    if (!asks) return;
    const timer = setTimeout(() => setAsks(false), 5000);
    return () => clearTimeout(timer);
  }, [asks]);
  const press = () => {
    setAsks(!asks);
    if (asks) onConfirm();
  };
  return (
    <button type="button" className="button danger" disabled={disabled} onClick={press}>
      <span aria-live="polite">{asks ? question : children}</span>
    </button>
  );
}
