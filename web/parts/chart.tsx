import { Box, Skeleton, Table, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ChartOption, Chart as DrawnChart } from './chart-engine';
import { partsText } from '../text/parts';
import { useText } from '../text/texts';

export interface Figures {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

interface ChartProps {
  /** One sentence that says what the chart shows, for those who do not see it. */
  label: string;
  /** An ECharts option; colours of text, axes and background follow the reader's light or dark. Keep it stable (useMemo). */
  option: ChartOption;
  height?: number;
  /** The same figures as a table, folded away under the chart. */
  figures: Figures;
  /** @param series the name of the series that the picked mark belongs to */
  onPick?(name: string, series: string): void;
}

/** A chart; its engine is fetched when the first one is shown. */
export function Chart({ label, option, height = 280, figures, onPick }: ChartProps): React.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<DrawnChart | null>(null);
  const scheme = useComputedColorScheme('light');

  useEffect(() => {
    const place = box.current;
    if (place === null) return;
    let isGone = false;
    let chart: DrawnChart | null = null;
    const watch = new ResizeObserver(() => chart?.resize());
    void import('./chart-engine').then(({ draw }) => {
      if (isGone) return;
      chart = draw(place, scheme);
      watch.observe(place);
      setDrawn(chart);
    });
    return () => {
      isGone = true;
      watch.disconnect();
      chart?.dispose();
      setDrawn(null);
    };
  }, [scheme]);

  useEffect(() => {
    // Figures are there at once: while bars grow, a stack shows what is not so.
    drawn?.setOption({ animation: false, ...option }, { notMerge: true });
  }, [drawn, option]);

  useEffect(() => {
    if (drawn === null || onPick === undefined) return;
    const pick = ({ name, seriesName = '' }: { name: string; seriesName?: string }): void => onPick(name, seriesName);
    drawn.on('click', pick);
    return () => void (drawn.isDisposed() || drawn.off('click', pick));
  }, [drawn, onPick]);

  return (
    <Box component="figure" m={0}>
      <Box pos="relative" h={height}>
        {drawn === null && <Skeleton pos="absolute" inset={0} />}
        <Box ref={box} h="100%" role="img" aria-label={label} />
      </Box>
      <FigureTable label={label} {...figures} />
    </Box>
  );
}

function FigureTable({ label, head, rows }: Figures & { label: string }): React.JSX.Element {
  const text = useText(partsText);
  const [isOpen, setOpen] = useState(false);
  return (
    <Box component="details" fz="sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <Box component="summary" c="dimmed" style={{ cursor: 'pointer' }}>
        {text.chartData}
      </Box>
      {isOpen && (
        <Table.ScrollContainer minWidth={320} mah={320} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table aria-label={label} fz="xs">
            <Table.Thead>
              <Table.Tr>
                {head.map((name) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, i) => (
                <Table.Tr key={i}>
                  {row.map((cell, j) => (
                    <Table.Td key={j}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Box>
  );
}
