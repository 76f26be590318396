namespace Clientele.Schemas;

/// <summary>What is wrong with one value of a single prediction.</summary>
/// <param name="Name">As it was sent, shortened where it is long; empty where the customer as a whole is meant.</param>
/// <param name="Code">A repair's code, or <c>unknown_field</c>, <c>given_twice</c>, <c>too_many_fields</c>, <c>not_an_object</c>, <c>id_too_long</c>.</param>
public sealed record FieldProblem(string Name, string Code, string Sentence);
