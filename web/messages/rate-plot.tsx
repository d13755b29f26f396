import UPlot from 'uplot';
import { useSessionState } from '../session/use-visit.js';
import { messageRate, SECONDS_AGO, stacked } from './message-rate.js';
import { Plot, type PlotColors, plotFrame } from './plot.js';

/** Messages in each second of the last minute, one colour for each subscription. */
export function RatePlot() {
  const { arrivals, subscriptions } = useSessionState();
  const filters = subscriptions.map(({ filter }) => filter);
  const data = () => {
    const byFilter = messageRate(arrivals, filters, Date.now());
    // The highest bars first, so that the lower ones are drawn over them.
    return [[...SECONDS_AGO], ...stacked(byFilter).toReversed()] as UPlot.AlignedData;
  };
  return (
    <Plot
      key={filters.join(' ')}
      series={filters.length}
      data={data}
      options={options}
      label={`${arrivals.length} messages in the last minute, over ${filters.length} subscriptions`}
      caption="Messages each second, the last minute"
    />
  );
}

function options(colors: PlotColors): Omit<UPlot.Options, 'width' | 'height'> {
  const bars = UPlot.paths.bars?.({ size: [0.7, 12], radius: 0.2 });
  const { xAxis, yAxis, ...frame } = plotFrame(colors);
  return {
    ...frame,
    scales: { x: { time: false }, y: { range: (_plot, _min, max) => [0, Math.max(3, Math.ceil(max * 1.15))] } },
    axes: [xAxis, { ...yAxis, size: 34, incrs: [1, 2, 5, 10, 20, 50, 100] }],
    series: [
      {},
      ...colors.series.toReversed().map((fill) => ({
        fill,
        width: 0,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars }),
      })),
    ],
  };
}
