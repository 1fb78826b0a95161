package stories

import (
	"math"
	"slices"
	"strings"
)

// word is an entry of the lexicon. Within a class both its forms are unique.
type word struct {
	en, ko string // without article or particle
	class  class
}

type class int

const (
	animal class = iota
	object
	food
	color
	spot
	place
	trait
	weather
	number
	name
)

// reserved reports whether two words are kept apart in training stories, so that a model
// that recalls them together has not seen them together. This holds for about a tenth of
// the pairs of a colour and an object, an animal and a food, an animal and a spot. It
// depends on the words alone, so a longer lexicon does not change it.
func reserved(a, b word) bool {
	if a.class > b.class {
		a, b = b, a
	}
	switch [2]class{a.class, b.class} {
	case [2]class{object, color}, [2]class{animal, food}, [2]class{animal, spot}:
	default:
		return false
	}
	h := uint64(14695981039346656037) // FNV-1a
	for _, c := range []byte(a.en + "/" + b.en) {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)%10 == 0
}

// words reads a class of the lexicon, written as "english korean" with - for a space
// inside a form.
func words(c class, list string) []word {
	fields := strings.Fields(list)
	all := make([]word, 0, len(fields)/2)
	for i := 0; i < len(fields); i += 2 {
		all = append(all, word{spaced(fields[i]), spaced(fields[i+1]), c})
	}
	return all
}

func spaced(s string) string { return strings.ReplaceAll(s, "-", " ") }

var animals = words(animal, `
	fox 여우  bear 곰  rabbit 토끼  hedgehog 고슴도치  squirrel 다람쥐  duck 오리
	owl 부엉이  frog 개구리  mouse 생쥐  cat 고양이  puppy 강아지  turtle 거북이
	magpie 까치  deer 사슴  goat 염소  hen 암탉  badger 오소리  otter 수달
	pig 돼지  crab 게  snail 달팽이  goose 거위`)

var objects = words(object, `
	kite 연  ball 공  drum 북  umbrella 우산  lantern 등불  button 단추  bell 방울
	hat 모자  scarf 목도리  paper-boat 종이배  key 열쇠  marble 구슬  ribbon 리본
	spoon 숟가락  basket 바구니  top 팽이  whistle 호루라기  blanket 담요
	bucket 양동이  shovel 삽  cup 컵  fan 부채`)

var foods = words(food, `
	pear 배  rice-cake 떡  apple 사과  cookie 과자  chestnut 밤  persimmon 감
	jar-of-honey 꿀단지  loaf-of-bread 빵  peach 복숭아  pumpkin 호박  egg 달걀
	carrot 당근  melon 참외  potato 감자  dumpling 만두  cucumber 오이
	walnut 호두  strawberry 딸기`)

var colors = words(color, `
	red 빨간  blue 파란  yellow 노란  green 초록  white 하얀  black 까만  pink 분홍
	purple 보라  orange 주황`)

var indoors = words(spot, `
	under-the-bed 침대-밑  behind-the-door 문-뒤  on-the-roof 지붕-위
	under-the-stairs 계단-밑  in-the-old-boot 장화-속  behind-the-big-jar 항아리-뒤
	on-the-shelf 선반-위  in-the-flower-pot 화분-속  under-the-table 식탁-밑`)

var outdoors = words(spot, `
	in-the-hollow-tree 나무-구멍-속  under-the-bridge 다리-밑  behind-the-wall 담-뒤
	in-the-haystack 짚더미-속  next-to-the-well 우물-옆  under-the-big-rock 바위-밑
	behind-the-bush 덤불-뒤`)

var spots = slices.Concat(indoors, outdoors)

var places = words(place, `
	forest 숲  river 강  hill 언덕  pond 연못  garden 뜰  market 시장  beach 바닷가
	cave 동굴  mill 방앗간  meadow 들판  lighthouse 등대  orchard 과수원`)

var traits = words(trait, `
	brave 용감한  shy 수줍은  curious 호기심-많은  kind 착한  sleepy 잠꾸러기
	careful 조심스러운  cheerful 명랑한  clever 똑똑한  quiet 조용한  strong 힘센`)

// weathers begin a story in the daytime: plots go on until night.
var weathers = words(weather, `
	One-windy-morning 바람-부는-어느-아침  One-snowy-day 눈-오는-어느-날
	One-sunny-day 햇살-좋은-어느-날  One-rainy-day 비-오는-어느-날
	One-warm-spring-day 따뜻한-어느-봄날  One-foggy-morning 안개-낀-어느-아침
	One-cold-morning 추운-어느-아침  On-the-first-day-of-autumn 가을-첫날
	One-quiet-day 조용한-어느-날  One-hot-summer-day 더운-어느-여름날`)

// numbers are as they stand before a counting word in Korean.
var numbers = words(number, `
	two 두  three 세  four 네  five 다섯  six 여섯  seven 일곱  eight 여덟  nine 아홉`)

var girls = words(name, `
	Mina 미나  Sora 소라  Yuna 유나  Ara 아라  Lily 릴리  Anna 안나  Nari 나리
	Dasom 다솜  Emma 엠마  Yuri 유리  Somi 소미  Eunsol 은솔`)

var boys = words(name, `
	Jun 준  Suho 수호  Jiho 지호  Taeo 태오  Doyun 도윤  Minho 민호  Ben 벤  Tom 톰
	Max 맥스  Leo 레오  Sanha 산하  Hojin 호진`)

// sound is a letter of invented words; ko numbers the Korean letter as in syllable.
type sound struct {
	en string
	ko int
}

var (
	initials = []sound{{"b", 7}, {"d", 3}, {"g", 0}, {"k", 15}, {"l", 5}, {"m", 6}, {"n", 2}, {"s", 9}, {"t", 16}, {"z", 12}}
	vowels   = []sound{{"a", 0}, {"o", 8}, {"u", 13}, {"i", 20}, {"e", 5}}
	endings  = []sound{{"n", 4}, {"l", rieul}}
)

// unwanted are parts of invented words that mean something rude, in either language.
var unwanted = []string{
	"nazi", "niga", "nige", "negu", "dildo", "pedo", "semen", "pusi", "tit", "kike", "dike", "dago",
	"puta", "puto", "kaka", "pipi", "pupu", "siba", "bozi", "zazi", "zilal", "bulal", "zasal", "babo",
	"balgi", "bazi", "nimi", "nomu",
}

// known reports whether an invented word is in the lexicon or unwanted.
func known(p pair) bool {
	for _, part := range unwanted {
		if strings.Contains(p[English], part) {
			return true
		}
	}
	for _, list := range [][]word{animals, objects, foods, places, girls, boys} {
		for _, w := range list {
			if w.ko == p[Korean] || strings.EqualFold(w.en, p[English]) {
				return true
			}
		}
	}
	return false
}

// inventWord makes a word of n syllables.
func inventWord(r *rng, n int, closed bool) (p pair, bits float64) {
	for k := range n {
		i, v := initials[r.below(len(initials))], vowels[r.below(len(vowels))]
		bits += math.Log2(float64(len(initials) * len(vowels)))
		final := 0
		p[English] += i.en + v.en
		if closed && k == n-1 {
			bits++ // nearly: 0.81 for whether, 0.25 for which
			if e := r.below(4 * len(endings)); e < len(endings) {
				p[English] += endings[e].en
				final = endings[e].ko
			}
		}
		p[Korean] += string(syllable(i.ko, v.ko, final))
	}
	return p, bits
}
