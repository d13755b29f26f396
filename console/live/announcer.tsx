import { useEffect, useRef, useState } from 'react';

export interface AnnouncerProps {
  /** Key of the newest row. */
  readonly newest: string | undefined;
  /** What a screen reader says of it. */
  readonly words: string;
}

const QUIET_MILLISECONDS = 2000;

/** Says what arrives, the newest alone, and never without a pause. */
export function Announcer({ newest, words }: AnnouncerProps) {
  const [said, setSaid] = useState('');
  const latest = useRef(words);
  latest.current = words;
  const before = useRef(newest);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (newest === before.current) return;
    before.current = newest;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setSaid(latest.current);
    }, QUIET_MILLISECONDS);
  }, [newest]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <p className="visually-hidden" role="status">
      {said}
    </p>
  );
}
