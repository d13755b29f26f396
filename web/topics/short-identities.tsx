import { useSessionState } from '../session/use-visit.js';
import { splitByIdentity } from './split-by-identity.js';

/**
 * Text in which identity IDs are shortened in the middle. All of them is still there: it is what is read aloud and copied,
 * and shown when the mouse or the focus comes near.
 */
export function ShortIdentities({ text }: { readonly text: string }) {
  const { identityId } = useSessionState();
  return splitByIdentity(text).map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places
      <span key={index} className={part.join('') === identityId ? 'identity identity-own' : 'identity'}>
        {part[0]}
        <span className="identity-middle">{part[1]}</span>
        {part[2]}
      </span>
    ),
  );
}
