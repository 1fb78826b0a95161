package stories

import "testing"

func TestParticles(t *testing.T) {
	for _, test := range []struct{ word, particle, want string }{
		{"수달", "은", "은"}, {"여우", "은", "는"},
		{"곰", "이", "이"}, {"게", "이", "가"},
		{"연", "을", "을"}, {"모자", "을", "를"},
		{"사슴", "과", "과"}, {"오리", "과", "와"},
		{"준", "아", "아"}, {"미나", "아", "야"},
		{"숲", "으로", "으로"}, {"바닷가", "으로", "로"}, {"들", "으로", "로"}, {"강", "으로", "으로"},
		{"도윤", "이라", "이라"}, {"소라", "이라", "라"},
		{"벤", "이었", "이었"}, {"레오", "이었", "였"},
		{"떡", "이에요", "이에요"}, {"배", "이에요", "예요"},
		{"곰", "이구나", "이구나"}, {"생쥐", "이구나", "구나"},
		{"공", "이냐", "이냐"}, {"팽이", "이냐", "냐"},
		{"삽", "이다", "이다"}, {"부채", "이다", "다"},
		{"벤", "이지", "이지"}, {"레오", "이지", "지"},
		{"빵", "이요", "이요"}, {"과자", "이요", "요"},
		{`마"`, "이라", "라"}, {`말"`, "으로", "로"}, // quotes do not count
	} {
		p, rest := cutParticle(test.particle + " 갔어요.")
		if got := p.after([]byte(test.word)); got != test.want || rest != " 갔어요." {
			t.Errorf("%s + %s is %s, want %s", test.word, test.particle, got, test.want)
		}
	}
}

func TestSyllables(t *testing.T) {
	for _, test := range []struct {
		initial, medial, final int
		want                   rune
	}{{0, 0, 0, '가'}, {18, 0, 4, '한'}, {0, 18, rieul, '글'}, {18, 20, 27, '힣'}} {
		got := syllable(test.initial, test.medial, test.final)
		if got != test.want || finalConsonant(got) != test.final {
			t.Errorf("syllable(%d, %d, %d) = %c with final %d, want %c", test.initial, test.medial, test.final, got, finalConsonant(got), test.want)
		}
	}
	if finalConsonant('a') != 0 || finalConsonant('ㄱ') != 0 {
		t.Error("only whole syllables have a final consonant")
	}
}

func TestLexiconIsUnique(t *testing.T) {
	var en, ko = map[string]bool{}, map[string]bool{}
	for _, list := range [][]word{animals, objects, foods, colors, spots, places, traits, weathers, numbers, girls, boys} {
		for _, w := range list {
			if en[w.en] || ko[w.ko] {
				t.Errorf("%s / %s is there twice", w.en, w.ko)
			}
			en[w.en], ko[w.ko] = true, true
		}
	}
}
