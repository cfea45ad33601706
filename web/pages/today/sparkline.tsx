interface SparklineProps {
  label: string;
  values: readonly number[];
}

const WIDTH = 220;
const HEIGHT = 44;

/** A line without axes, to see at a glance whether it goes up or down; the figures stand on the page that it leads to. */
export function Sparkline({ label, values }: SparklineProps): React.JSX.Element | null {
  const top = Math.max(...values);
  if (values.length < 3 || top <= 0) return null;
  const points = values.map((value, i) => {
    const x = 2 + (i / (values.length - 1)) * (WIDTH - 4);
    const y = HEIGHT - 2 - (value / top) * (HEIGHT - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const [lastX, lastY] = points.at(-1)!.split(',');
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      style={{ width: '100%', maxWidth: WIDTH, height: HEIGHT, color: 'var(--mantine-primary-color-filled)' }}
    >
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth={2} strokeLinejoin="round" />
      <circle cx={lastX} cy={lastY} r={2.5} fill="currentColor" />
    </svg>
  );
}
