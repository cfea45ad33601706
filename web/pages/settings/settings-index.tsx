import { SimpleGrid, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Allowed } from '../../parts/allowed';
import { Page } from '../../parts/page';
import { settingsText } from '../../text/settings';
import { useText } from '../../text/texts';
import { SECTIONS } from './sections';
import classes from './settings.module.css';

export default function SettingsIndex(): React.JSX.Element {
  const text = useText(settingsText);
  return (
    <Page title={text.title} intro={text.intro}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="sm">
        {SECTIONS.map(({ name, Icon, role }) => (
          <Allowed key={name} role={role}>
            <Link to={`/settings/${name}`} className={classes.card}>
              <Icon size={24} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
              <div>
                <Text fw={600}>{text.sections[name]}</Text>
                <Text fz="sm" c="dimmed">
                  {text.about[name]}
                </Text>
              </div>
            </Link>
          </Allowed>
        ))}
      </SimpleGrid>
    </Page>
  );
}
