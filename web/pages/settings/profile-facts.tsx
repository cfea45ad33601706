import { Badge, SimpleGrid, Text, Title } from '@mantine/core';
import type { ProfileView } from '../../../src/contract/channel-profiles';
import type { ProfileKey } from '../../../src/core/pricing/channel-profile';
import { useFormat } from '../../text/format';
import { useLanguage } from '../../text/language';
import { profileText } from '../../text/settings-profile';
import { useText } from '../../text/texts';
import { useDuration } from './duration';
import { noteIn } from './note-in';
import classes from './profile.module.css';

const GROUPS = {
  times: ['leadMinutes', 'handlingMinutes', 'windowMinMinutes', 'windowMaxMinutes', 'hasWholeDays', 'canShorten'],
  price: ['minDiscountBp', 'maxDiscountBp', 'lowestPriceDays', 'hasWholeMoney', 'locksBasePrice'],
  applying: ['endsBy', 'batchSize', 'canLengthen'],
} as const satisfies Record<string, ProfileKey[]>;

/** One profile in words, what nobody has confirmed marked. */
export function ProfileFacts({ profile }: { profile: ProfileView }): React.JSX.Element {
  const text = useText(profileText);
  const valueOf = useValues(profile);
  const language = useLanguage();
  const { voucher, notVerified, source } = profile;
  const note = noteIn(profile.note, language);
  const told = noteIn(source, language);
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => (
          <div key={group}>
            <Title order={3} fz="sm" c="dimmed">
              {text.groups[group]}
            </Title>
            <dl className={classes.facts}>
              {GROUPS[group].map((key) => (
                <Fact key={key} name={text.keys[key]} value={valueOf(key)} isOpen={notVerified.includes(key)} />
              ))}
            </dl>
          </div>
        ))}
        {voucher !== null && (
          <div>
            <Title order={3} fz="sm" c="dimmed">
              {text.groups.voucher}
            </Title>
            <dl className={classes.facts}>
              {(['leadMinutes', 'windowMinMinutes', 'windowMaxMinutes'] as const).map((key) => (
                <Fact
                  key={key}
                  name={text.keys[key]}
                  value={valueOf(key, voucher)}
                  isOpen={notVerified.includes('voucher')}
                />
              ))}
            </dl>
          </div>
        )}
      </SimpleGrid>
      {note !== '' && (
        <Text fz="sm" mt="md" maw={760} style={{ whiteSpace: 'pre-line' }}>
          {note}
        </Text>
      )}
      {told !== '' && (
        <Text fz="xs" c="dimmed" mt="xs" maw={760}>
          {text.source}: {told}
        </Text>
      )}
    </>
  );
}

function Fact({ name, value, isOpen }: { name: string; value: string; isOpen: boolean }): React.JSX.Element {
  const text = useText(profileText);
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        {value}
        {isOpen && (
          <Badge variant="light" color="orange" size="sm" tt="none" c="var(--mantine-color-text)">
            {text.mark}
          </Badge>
        )}
      </dd>
    </div>
  );
}

/** The figures of a profile as a person says them. */
function useValues(profile: ProfileView): (key: ProfileKey, window?: NonNullable<ProfileView['voucher']>) => string {
  const text = useText(profileText);
  const format = useFormat();
  const duration = useDuration();
  const yes = (is: boolean): string => (is ? text.yes : text.no);
  return (key, window = profile) => {
    switch (key) {
      case 'leadMinutes':
        return window.leadMinutes === 0 ? text.atOnce : duration(window.leadMinutes);
      case 'windowMinMinutes':
      case 'windowMaxMinutes': {
        const minutes = window[key];
        return minutes === null ? text.any : duration(minutes);
      }
      case 'canShorten': {
        const after = profile.stopAfterMinutes;
        return profile.canShorten && after > 0 ? text.yesAfter({ time: duration(after) }) : yes(profile.canShorten);
      }
      case 'minDiscountBp':
      case 'maxDiscountBp':
        return profile[key] === null ? text.any : format.percent(profile[key]);
      case 'lowestPriceDays':
        return profile[key] === null ? text.none : text.lastDays({ count: format.number(profile[key]) });
      case 'batchSize':
        return profile[key] === null ? text.unknown : text.atMost({ count: format.number(profile[key]) });
      case 'endsBy':
        return text.endsBy[profile.endsBy];
      case 'handlingMinutes':
      case 'stopAfterMinutes':
        return duration(profile[key]);
      case 'voucher':
        return yes(profile.voucher !== null);
      default:
        return yes(profile[key]);
    }
  };
}
