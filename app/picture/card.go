package picture

// Size of a card, as those who show previews of links ask for it.
const (
	CardWidth  = 1200
	CardHeight = 630
)

// Card is the scene under a title and a line of text, with the name of where it is from:
// what is shown of a link. It is as large as the rest leaves room for.
func (s Scene) Card(title, line, name string) Element {
	const (
		edge = 60.0
		top  = 165.0 // of the scene
	)
	scene := s.svg(true)
	scene.Attrs = append(scene.Attrs, Attr{"x", num(edge)}, Attr{"y", num(top)},
		Attr{"width", num(CardWidth - 2*edge)}, Attr{"height", num(CardHeight - top - edge/2)})
	return svg(CardWidth, CardHeight).with(
		element("rect", "width", "100%", "height", "100%", "fill", "#FFFFFF"),
		element("text", "x", num(edge), "y", "84", "font-size", "46", "font-weight", "700", "fill", inkColour).text(title),
		element("text", "x", num(edge), "y", "134", "font-size", "30", "fill", inkColour).text(line),
		element("text", "x", num(CardWidth-edge), "y", "84", "text-anchor", "end", "font-size", "26", "fill", queryColour).text(name),
		scene)
}
