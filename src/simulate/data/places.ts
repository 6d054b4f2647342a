/**
 * Where the patients live: around the fictional hospital in Seoul, and some farther away. Districts, roads and postal areas
 * exist, house numbers and flats are made up.
 *
 * Source  road name addresses (juso.go.kr), postal code areas of Korea Post by district
 * Proof   ../person/person.test.ts
 */
import { readTable, words } from '../table.ts';

export interface Place {
  readonly province: string;
  readonly district: string;
  readonly weight: number;
  readonly roads: readonly string[];
  /** First three digits of the postal code. */
  readonly postal: string;
}

export const PLACES: readonly Place[] = readTable<'province' | 'district' | 'weight' | 'roads' | 'postal'>(`
province | district | weight | roads | postal
서울특별시 | 은평구 | 22 | 통일로 은평로 진관로 연서로 응암로 | 033
서울특별시 | 서대문구 | 16 | 연희로 통일로 홍은중앙로 가좌로 | 036
서울특별시 | 마포구 | 14 | 월드컵로 성산로 망원로 양화로 | 039
서울특별시 | 종로구 | 6 | 자하문로 평창문화로 세검정로 | 030
서울특별시 | 강서구 | 6 | 화곡로 공항대로 강서로 | 077
서울특별시 | 영등포구 | 4 | 여의대로 당산로 신길로 | 072
서울특별시 | 노원구 | 3 | 동일로 노해로 상계로 | 017
서울특별시 | 송파구 | 2 | 올림픽로 송파대로 | 055
경기도 | 고양시 덕양구 | 12 | 중앙로 화신로 고양대로 | 104
경기도 | 고양시 일산동구 | 6 | 중앙로 고봉로 일산로 | 103
경기도 | 파주시 | 5 | 미래로 금빛로 문산로 | 109
경기도 | 김포시 | 3 | 김포한강로 사우중로 | 100
경기도 | 양주시 | 2 | 평화로 옥정로 | 114
경기도 | 의정부시 | 2 | 시민로 평화로 | 116
인천광역시 | 부평구 | 2 | 부평대로 경인로 | 213
강원특별자치도 | 춘천시 | 1 | 중앙로 공지로 | 244
충청남도 | 천안시 서북구 | 1 | 불당대로 쌍용대로 | 311
전라남도 | 순천시 | 1 | 중앙로 팔마로 | 579
부산광역시 | 해운대구 | 1 | 해운대로 센텀중앙로 | 480
`).map((row) => ({ ...row, weight: Number(row.weight), roads: words(row.roads) }));
