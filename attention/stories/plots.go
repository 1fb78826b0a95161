package stories

// plots are all kinds of stories. A new one goes to the end of its group; the order
// is part of what a seed means.
var plots = []plot{
	// plots_things.go: where something is, and whose.
	{"lost-thing", lostThing},
	{"hide-and-seek", hideAndSeek},
	{"three-boxes", threeBoxes},
	{"three-presents", threePresents},
	{"party", party},
	{"letters", letters},
	{"painting", painting},
	{"tidy-up", tidyUp},
	{"beans", beans},
	{"two-friends", twoFriends},
	{"three-keys", threeKeys},
	{"forgotten", forgotten},

	// plots_words.go: a word to be kept.
	{"magic-word", magicWord},
	{"echo", echo},
	{"goblin-name", goblinName},
	{"song", song},
	{"night-sounds", nightSounds},
	{"parrot", parrot},

	// plots_lists.go: things in an order.
	{"shopping", shopping},
	{"way-home", wayHome},
	{"trading", trading},
	{"stone-soup", stoneSoup},
	{"big-radish", bigRadish},
	{"race", race},
	{"treasure-map", treasureMap},
	{"packing", packing},

	// plots_korea.go: told after Korean folk tales.
	{"tiger-and-persimmon", tigerAndPersimmon},
	{"gold-axe", goldAxe},
	{"goblin-club", goblinClub},
	{"rice-cake-hill", riceCakeHill},
	{"sun-and-moon", sunAndMoon},
	{"green-frog", greenFrog},
	{"gourds", gourds},
	{"moon-rabbit", moonRabbit},
	{"magpie-bell", magpieBell},
	{"kings-hair", kingsHair},
}
