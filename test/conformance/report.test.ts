import { differences, parseReport, type Report, type Told } from '../../conformance/report.js';

const report = (answers: Readonly<Record<string, Told>>): Report => ({ format: 1, asked: 'aws', answers });

describe('two reports', () => {
  it('part where both have asked and the answers differ, and where one failed to ask', () => {
    const one = report({
      same: { answer: { a: 1, b: [true, null] } },
      other: { answer: 'closes' },
      failed: { answer: 1 },
      'asked by one': { answer: 2 },
      'not asked by the other': { answer: 3 },
    });
    const other = report({
      // The order of names says nothing, that of a list does.
      same: { answer: { b: [true, null], a: 1 } },
      other: { answer: 'SUBACK 128' },
      failed: { failed: 'TimeoutError: too late' },
      'not asked by the other': { notAsked: 'no guests' },
    });
    expect(differences(one, other).map(({ id }) => id)).toEqual(['other', 'failed']);
    expect(differences(one, one)).toEqual([]);
    expect(differences(report({ list: { answer: [1, 2] } }), report({ list: { answer: [2, 1] } }))).toHaveLength(1);
  });
});

describe('a file', () => {
  it('that is no report is told so, with its name and the reason', () => {
    expect(() => parseReport('{', 'a.json')).toThrow(
      /^a\.json is no report of `cognito-iot conformance --report`: .*JSON/,
    );
    expect(() => parseReport('null', 'a.json')).toThrow(/"format" is not 1/);
    expect(() => parseReport('{"format": 2, "answers": {}}', 'a.json')).toThrow(/the only one that this version knows/);
    expect(() => parseReport('{"format": 1}', 'a.json')).toThrow(/no "answers"/);
    expect(parseReport('{"format": 1, "asked": "aws", "answers": {}}', 'a.json').answers).toEqual({});
  });
});
