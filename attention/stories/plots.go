package stories

// plots are all kinds of stories: name, function, and the most questions that may end one
// if it is to fit a context of 256 tokens. A seed's stories depend on the order.
var plots = []plot{
	// plots_things.go: where something is, and whose.
	{"lost-thing", lostThing, 3},
	{"hide-and-seek", hideAndSeek, 3},
	{"three-boxes", threeBoxes, 3},
	{"three-presents", threePresents, 3},
	{"party", party, 3},
	{"letters", letters, 3},
	{"painting", painting, 3},
	{"tidy-up", tidyUp, 2},
	{"beans", beans, 2},
	{"two-friends", twoFriends, 3},
	{"three-keys", threeKeys, 3},
	{"forgotten", forgotten, 3},

	// plots_words.go: a word to be kept.
	{"magic-word", magicWord, 2},
	{"echo", echo, 2},
	{"goblin-name", goblinName, 3},
	{"song", song, 3},
	{"night-sounds", nightSounds, 2},
	{"parrot", parrot, 2},

	// plots_lists.go: things in an order.
	{"shopping", shopping, 3},
	{"way-home", wayHome, 2},
	{"trading", trading, 3},
	{"stone-soup", stoneSoup, 3},
	{"big-radish", bigRadish, 3},
	{"race", race, 3},
	{"treasure-map", treasureMap, 3},
	{"packing", packing, 3},

	// plots_korea.go: told after Korean folk tales.
	{"tiger-and-persimmon", tigerAndPersimmon, 2},
	{"gold-axe", goldAxe, 2},
	{"goblin-club", goblinClub, 2},
	{"rice-cake-hill", riceCakeHill, 2},
	{"sun-and-moon", sunAndMoon, 3},
	{"green-frog", greenFrog, 3},
	{"gourds", gourds, 2},
	{"moon-rabbit", moonRabbit, 3},
	{"magpie-bell", magpieBell, 2},
	{"kings-hair", kingsHair, 2},
}
