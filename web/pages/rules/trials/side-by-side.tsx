import { Table } from '@mantine/core';
import classes from '../rules.module.css';

interface SideBySideProps<T> {
  label: string;
  /** The words over the two columns, and what stands in them. */
  inForce: { title: string; side: T };
  draft: { title: string; side: T };
  lines: readonly { label: string; of(side: T): string }[];
}

/** The same figures of the rules in force and of a draft. */
export function SideBySide<T>({ label, inForce, draft, lines }: SideBySideProps<T>): React.JSX.Element {
  return (
    <Table fz="sm" className={classes.figures} aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th ta="right">{inForce.title}</Table.Th>
          <Table.Th ta="right">{draft.title}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.label}>
            <Table.Th fw={500}>{line.label}</Table.Th>
            <Table.Td ta="right">{line.of(inForce.side)}</Table.Td>
            <Table.Td ta="right" fw={600}>
              {line.of(draft.side)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
