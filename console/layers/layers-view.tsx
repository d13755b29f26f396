import './layers.css';
import { Snippet } from '../parts/snippet.js';
import { type Judged, type LayerPicture, layerPictures } from './layer-words.js';

export interface LayersViewProps {
  readonly judged: Judged;
  /** Who asked, for people. */
  readonly who: string;
}

/** The way of a question through the documents: each is a gate, and all have to be open. */
export function LayersView({ judged, who }: LayersViewProps) {
  const pictures = layerPictures(judged);
  const stopsAt = pictures.findIndex(({ mark }) => mark === 'silent' || mark === 'denied');
  return (
    <ol className="gates" aria-label="What had to agree">
      <li className="gate-ask">
        <p>
          {who} asks for <code>{judged.action}</code> on <code>{judged.resource}</code>
        </p>
      </li>
      {pictures.map((picture, index) => (
        <Gate
          // biome-ignore lint/suspicious/noArrayIndexKey: the layers of a decision never change places
          key={index}
          picture={picture}
          isReached={stopsAt === -1 || index <= stopsAt}
        />
      ))}
      <li className="gate-end" data-reached={judged.allowed}>
        <span className={`mark ${judged.allowed ? 'good' : 'bad'}`}>{judged.allowed ? '✓ Allowed' : '✕ Refused'}</span>
      </li>
    </ol>
  );
}

function Gate({ picture, isReached }: { readonly picture: LayerPicture; readonly isReached: boolean }) {
  const { mark, kind, decidedBy, words, missing } = picture;
  return (
    <li className="gate" data-mark={mark} data-reached={isReached}>
      <div className="gate-head">
        <span className="gate-sign" aria-hidden="true">
          {SIGNS[mark]}
        </span>
        <b>{kind}</b>
        <span>{words}</span>
      </div>
      {decidedBy !== undefined && (
        <dl className="facts">
          <dt>Document</dt>
          <dd>
            <code>{decidedBy.document}</code>
          </dd>
          {decidedBy.statement !== undefined && (
            <>
              <dt>Statement</dt>
              <dd>
                <code>{decidedBy.statement}</code>
              </dd>
            </>
          )}
        </dl>
      )}
      {missing !== undefined && <Snippet caption="Missing statement" text={missing} />}
    </li>
  );
}

const SIGNS: Readonly<Record<LayerPicture['mark'], string>> = { allowed: '✓', passed: '–', silent: '✕', denied: '✕' };
