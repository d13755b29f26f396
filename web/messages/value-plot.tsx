import type UPlot from 'uplot';
import { useSessionState } from '../session/use-visit.js';
import { TopicName } from '../topics/topic-name.js';
import { Plot, type PlotColors, plotFrame } from './plot.js';
import { alignedValues, type Series, seriesOf } from './readings.js';
import { seriesColor } from './series-color.js';

const SECONDS = 60;

/** The numbers that came in the last minute, a line for each field of each topic, and the last value of each. */
export function ValuePlot() {
  const { readings } = useSessionState();
  const series = seriesOf(readings);
  const severalTopics = new Set(series.map(({ topic }) => topic)).size > 1;
  return (
    <>
      <Plot
        key={series.map(({ topic, field }) => `${topic} ${field}`).join('\n')}
        series={series.length}
        data={() => alignedValues(series, Date.now()) as UPlot.AlignedData}
        options={options}
        label={series.map(inWords).join('; ')}
        caption="Values, the last minute"
      />
      <ul className="legend" aria-label="Values">
        {series.map((one, index) => (
          <li key={`${one.topic} ${one.field}`}>
            <span className="swatch" style={{ background: seriesColor(index) }} aria-hidden="true" />
            <span>
              <b>{one.field || 'value'}</b>
              {severalTopics && <TopicName name={one.topic} />}
            </span>
            <output>{last(one)}</output>
          </li>
        ))}
      </ul>
    </>
  );
}

function options(colors: PlotColors): Omit<UPlot.Options, 'width' | 'height'> {
  const { xAxis, yAxis, ...frame } = plotFrame(colors);
  return {
    ...frame,
    scales: { x: { time: false, range: [-SECONDS, 0] }, y: { range: withRoom } },
    axes: [xAxis, yAxis],
    series: [
      {},
      ...colors.series.map((stroke) => ({ stroke, width: 2, spanGaps: true, points: { size: 5, fill: stroke } })),
    ],
  };
}

/** Above and below, also where all values are one. */
function withRoom(_plot: unknown, min: number | null, max: number | null): [number, number] {
  const [low, high] = [min ?? 0, max ?? 1];
  const room = (high - low) * 0.15 || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

function last({ readings }: Series): string {
  return (readings.at(-1)?.value ?? Number.NaN).toLocaleString('en', { maximumFractionDigits: 3 });
}

function inWords(series: Series): string {
  const values = series.readings.map(({ value }) => value);
  return `${series.field || 'value'}: ${last(series)}, between ${Math.min(...values)} and ${Math.max(...values)}`;
}
