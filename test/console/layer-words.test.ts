import { layerPictures, layersInWords } from '../../console/layers/layer-words.js';
import type { DecisionLayer } from '../../contract/decision.js';
import { decision } from './console-state-sample.js';

const picture = (...layers: DecisionLayer[]) => layerPictures(decision(1, { layers, allowed: false }));

describe('the picture of a decision', () => {
  it('names the document and the statement that allow it', () => {
    const allows: DecisionLayer = { kind: 'iam-role', effect: 'Allow', document: 'Users', statement: 'Own topics' };
    expect(picture(allows)).toEqual([
      {
        mark: 'allowed',
        kind: 'IAM role',
        decidedBy: { document: 'Users', statement: 'Own topics' },
        words: 'allows it',
        missing: undefined,
      },
    ]);
  });

  it('shows the statement that is missing where none speaks', () => {
    const [only] = picture({ kind: 'iot-policy', effect: 'ImplicitDeny' });
    expect(only).toMatchObject({ mark: 'silent', kind: 'IoT policy', words: 'has no statement that allows it' });
    expect(JSON.parse(only?.missing ?? '')).toEqual({
      Effect: 'Allow',
      Action: 'iot:Subscribe',
      Resource: 'arn:aws:iot:us-east-1:111122223333:topicfilter/users/somebody/#',
    });
  });

  it('asks for no statement where one denies', () => {
    const [only] = picture({ kind: 'iot-policy', effect: 'ExplicitDeny', document: 'P', statement: '2' });
    expect(only).toMatchObject({ mark: 'denied', missing: undefined, decidedBy: { document: 'P', statement: '2' } });
  });

  it('asks for no statement of a document that need not speak', () => {
    const layers: DecisionLayer[] = [
      { kind: 'iam-role', effect: 'Allow', document: 'P', statement: '1' },
      { kind: 'resource-policy', effect: 'ImplicitDeny' },
    ];
    expect(layerPictures(decision(1, { layers, allowed: true }))[1]).toMatchObject({
      mark: 'passed',
      missing: undefined,
    });
  });

  it('says that there is no policy, rather than that it is silent', () => {
    const [only] = picture({ kind: 'no-iot-policy', effect: 'ImplicitDeny', note: 'none attached' });
    expect(only).toMatchObject({
      kind: 'IoT policy (none attached)',
      words: expect.stringContaining('attach one'),
      missing: undefined,
    });
  });

  it('can be read aloud', () => {
    const layers: DecisionLayer[] = [
      { kind: 'iam-role', effect: 'Allow' },
      { kind: 'iot-policy', effect: 'ImplicitDeny' },
    ];
    expect(layersInWords(layers)).toBe('IAM role allows, IoT policy does not allow');
  });
});
