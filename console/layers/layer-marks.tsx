import { type DecisionLayer, layerName } from '../../contract/decision.js';
import { layersInWords } from './layer-words.js';

/** The picture of the layers in a row of a list: a square each. */
export function LayerMarks({ layers }: { readonly layers: readonly DecisionLayer[] }) {
  return (
    <span className="layer-marks" role="img" aria-label={layersInWords(layers)}>
      {layers.map((layer) => (
        <span
          key={`${layer.kind} ${layer.document}`}
          className="layer-mark"
          data-effect={layer.effect}
          title={layerName(layer)}
        >
          {layer.effect === 'Allow' ? '✓' : '✕'}
        </span>
      ))}
    </span>
  );
}
