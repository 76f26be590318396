using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>
/// <c>GET /api/segments[?schema=campaign]</c>: the segments, how they were chosen and who is in them. <c>GET /api/segments/{id}[?schema=&amp;segments=]</c>: one of
/// them with its profile. <c>POST</c> to the same address with <c>{"name":{"en":"Wine lovers"}}</c>: gives it a name; with <c>{"name":null}</c> the generated one holds.
/// </summary>
public sealed class Segments(CampaignSegments segments, SchemaSource schemas)
{
    private const int MostBytes = 4 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        try
        {
            if (call.Route.GetValueOrDefault("id") is not { } id)
            {
                return call.Method == "GET" ? await ListAsync(call.Query.GetValueOrDefault("schema"), cancellation)
                    : HttpAnswer.Problem(405, "Wrong method", "Without a segment this address takes GET.", headers: ("Allow", "GET"));
            }

            var query = new QueryValues(call.Query);
            string? asked = query.Text(AskedSchema.Parameter);
            int proposal = query.Choice("segments", SegmentModel.Keys.Select((key, place) => (key, place))) ?? SegmentModel.Keys.Count - 1;
            if (query.Problem() is { } problem)
            {
                return problem;
            }

            if (AskedSchema.Of(await schemas.CurrentAsync(cancellation), asked, out problem) is not { } schema)
            {
                return problem!;
            }

            string key = SegmentModel.Keys[proposal];
            return await OneAsync(call, schema, key, id, cancellation);
        }
        catch (ModelRefusedException error)
        {
            return HttpAnswer.Problem(503, "The segments in use cannot be read", error.Message);
        }
    }

    private async Task<HttpAnswer> ListAsync(string? schema, CancellationToken cancellation)
    {
        IReadOnlyList<SegmentsView> found = await segments.ListAsync(schema, cancellation);
        return schema is not null && found.Count == 0
            ? HttpAnswer.Problem(404, "No segments", $"There is no schema '{schema}' of customers, or it has no segments yet.")
            : HttpAnswer.Json(200, new SegmentsList(found), SegmentsApiJson.Default.SegmentsList);
    }

    private async Task<HttpAnswer> OneAsync(HttpCall call, Schema schema, string key, string id, CancellationToken cancellation)
    {
        SegmentsView? view = await segments.FindAsync(schema.Id, cancellation);
        ProposalView? proposal = view?.Proposals.Single(each => each.Key == key);
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || proposal?.Segments.FirstOrDefault(each => each.Id == number) is not { } segment)
        {
            return HttpAnswer.Problem(404, "No such segment", view is null ? $"The schema '{schema.Id}' has no segments yet."
                : $"The segments of '{schema.Id}', proposal {key}, are {string.Join(", ", proposal!.Segments.Select(each => each.Id))}.");
        }

        return call.Method == "GET"
            ? HttpAnswer.Json(200, new SegmentAnswer(schema.Id, view!.Version, key, segment), SegmentsApiJson.Default.SegmentAnswer)
            : await NameAsync(call, schema, key, number, cancellation);
    }

    private async Task<HttpAnswer> NameAsync(HttpCall call, Schema schema, string key, int id, CancellationToken cancellation)
    {
        if (await BoundedBody.ReadAsync(call.Body, MostBytes, cancellation) is not { } bytes)
        {
            return HttpAnswer.Problem(413, "The request is too large", $"A name takes at most {MostBytes} bytes.");
        }

        try
        {
            await segments.NameAsync(schema, key, id, NameOf(JsonElement.Parse(bytes, Strict)), cancellation);
        }
        catch (Exception error) when (error is JsonException or SchemaFileException or ArgumentException)
        {
            return HttpAnswer.Problem(400, "The name cannot be used", $"{error.Message} Expected an object such as {{\"name\":{{\"en\":\"Wine lovers\",\"es\":\"Amantes del vino\",\"pt\":\"Amantes do vinho\"}}}}, or {{\"name\":null}}.");
        }

        SegmentsView view = (await segments.FindAsync(schema.Id, cancellation))!;
        SegmentView named = view.Proposals.Single(each => each.Key == key).Segments.Single(each => each.Id == id);
        return HttpAnswer.Json(200, new SegmentAnswer(schema.Id, view.Version, key, named), SegmentsApiJson.Default.SegmentAnswer);
    }

    /// <summary>Null where the name is to be taken away. A language that is left out is told in English.</summary>
    private static LocalText? NameOf(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("name", out JsonElement name) || body.EnumerateObject().Count() != 1)
        {
            throw new JsonException("The body has to hold 'name' and nothing else.");
        }

        if (name.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        Dictionary<string, string> texts = name.Deserialize(SegmentsApiJson.Default.DictionaryStringString) ?? [];
        if (texts.Keys.FirstOrDefault(language => language is not ("en" or "es" or "pt")) is { } unknown)
        {
            throw new JsonException($"There is no language '{unknown}'.");
        }

        (string? english, string? spanish, string? portuguese) = (texts.GetValueOrDefault("en"), texts.GetValueOrDefault("es"), texts.GetValueOrDefault("pt"));
        return SegmentNamesFile.ProblemsOf(english, spanish, portuguese) is [var first, ..]
            ? throw new JsonException(first.Sentence)
            : new LocalText(english!, spanish ?? english!, portuguese ?? english!);
    }
}

/// <summary>An object around the list, so that fields can be added beside it.</summary>
internal sealed record SegmentsList(IReadOnlyList<SegmentsView> Segments);

/// <param name="Version">Of the segments.</param>
/// <param name="Segments">The proposal.</param>
internal sealed record SegmentAnswer(string Schema, string Version, string Segments, SegmentView Segment);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SegmentsList))]
[JsonSerializable(typeof(SegmentAnswer))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SegmentsApiJson : JsonSerializerContext;
