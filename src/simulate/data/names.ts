/**
 * Korean names: family names as often as they are, given names by decade of birth and sex.
 *
 * Source  Family names: Population and Housing Census 2015 (Statistics Korea), per 1000 people. Given names: lists of frequent
 *         names of newborns by decade (Supreme Court of Korea, family relation register), shortened.
 * Proof   ../person/person.test.ts
 */

/** Family name and how many of 1000 people bear it. */
export const FAMILY_NAMES: readonly (readonly [name: string, perMille: number])[] =
  `김:215 이:147 박:84 최:47 정:43 강:24 조:21
윤:21 장:20 임:17 한:15 오:15 서:15 신:15 권:14 황:14 안:14 송:14 전:11 홍:11 유:13 고:9 문:9 양:9 손:9 배:8 백:8 허:7 남:6 심:5 노:5
하:5 곽:4 성:4 차:4 주:4 우:4 구:4 나:3 민:3 진:3 지:3 엄:3 채:3 원:3 천:2 방:2 공:2 현:2 함:2 변:2 염:1 여:1 추:1 도:1 석:1 선:1`
    .split(/\s+/)
    .map((entry) => {
      const [name = '', perMille = '1'] = entry.split(':');
      return [name, Number(perMille)];
    });

type Decade = readonly [from: number, names: readonly string[]];

function decades(text: string): readonly Decade[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [from = '0', ...names] = line.trim().split(/\s+/);
      return [Number(from), names];
    });
}

const MALE = decades(`
1900 영수 영호 종수 영식 정웅 영길 상철 병철 광수 정호 기호 창수 동수 재호 춘식 봉수 만수 용수 순철 영철 문식 인수 삼식 덕수
1950 영수 영호 영철 성수 영식 정호 상철 종호 성호 광수 용수 재호 동수 진호 경수 병수 춘호 기수 상호 인호 명수 태식 창호 정수
1960 영수 성호 영호 영철 정호 상호 진호 경호 종철 성수 동수 재영 용호 현수 승호 태호 병호 상훈 기영 창수 인수 광호 동훈 정훈
1970 정훈 성호 성훈 지훈 성진 정호 상훈 재훈 영진 성민 재호 동현 상우 진우 현우 승현 민수 준호 태훈 기훈 병훈 경훈 종현 세훈
1980 지훈 성민 성훈 성진 동현 상현 정훈 준호 진우 현우 민수 상훈 승현 재훈 용준 태현 영민 준영 경민 재현 민호 승호 병준 우진
1990 지훈 동현 현우 성민 정훈 준혁 민수 준영 승현 상현 재현 민재 성현 우진 태현 준호 민규 진우 도현 지환 승민 태우 정우 건우
2000 민준 지훈 현우 준서 우진 건우 예준 도현 현준 민재 준혁 승민 지환 동현 시우 민성 성민 서준 유준 재민 태민 승우 지호 정우
2010 민준 서준 주원 예준 시우 도윤 하준 지호 지후 준서 현우 지훈 건우 우진 선우 서진 연우 유준 민재 현준 은우 정우 승우 이준
2018 이준 서준 하준 도윤 은우 시우 지호 예준 유준 수호 선우 이안 주원 도현 우주 로운 지안 윤우 서진 연우 하진 건우 태오 현우`);

const FEMALE = decades(`
1900 순자 영자 정순 정자 옥순 영순 순옥 금순 순이 춘자 명자 말순 복순 정숙 옥자 분순 점순 인순 길자 화자 숙자 귀순 갑순 봉순
1950 영숙 정숙 영희 명숙 경숙 순자 미숙 정희 옥순 순옥 영순 춘자 경자 정순 금자 명희 혜숙 영자 말숙 현숙 은숙 성숙 옥희 인숙
1960 미숙 경숙 영숙 미경 영미 은숙 정숙 경희 은주 혜경 현숙 명숙 은경 영희 정희 선희 성희 미자 순희 경미 정미 명희 미영 혜숙
1970 은주 은영 미영 은경 지영 미경 현주 은정 수진 정은 선영 경아 혜진 지현 현정 미정 윤희 정화 소영 은희 유미 혜영 주연 선미
1980 지영 지혜 은정 현정 은영 수진 민정 혜진 지은 선영 은주 보람 미영 유진 아름 지현 혜영 정은 수정 진희 소영 연주 은지 미나
1990 지은 수진 지혜 유진 은지 지현 민지 수빈 예진 지원 혜진 소영 현지 다은 은정 아름 보라 하나 예슬 소연 가영 나영 주희 슬기
2000 유진 민서 수빈 서연 지민 지원 예진 수민 예은 서현 민지 다은 지우 채원 가은 은서 하은 예원 윤서 유나 서영 소윤 나연 지현
2010 서연 서윤 지우 서현 민서 하은 하윤 윤서 지유 채원 지민 수아 지아 다은 은서 예은 소율 예린 수빈 소윤 지원 유나 시은 채은
2018 서아 하윤 이서 지안 서윤 아윤 하은 지우 아린 서연 지유 수아 시아 하린 유나 예린 채원 소율 윤서 지아 다은 나은 유주 로아`);

/** Given names that were frequent among those born in a year. */
export function givenNames(sex: 'male' | 'female', birthYear: number): readonly string[] {
  const list = sex === 'male' ? MALE : FEMALE;
  return (list.findLast(([from]) => birthYear >= from) ?? list[0])?.[1] ?? [];
}
