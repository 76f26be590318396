using System.Globalization;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions.Web;

/// <summary>The groups of customers: who they are, what they bring, and what people call them.</summary>
internal sealed class SegmentsPages(CampaignSegments segments, SchemaSource schemas)
{
    public const string Path = "/segments";

    /// <summary>Takes a form: a name in three languages, or none for the generated one.</summary>
    public const string NamePath = "/segments/name";

    /// <summary>What a form can have come to.</summary>
    public static readonly IReadOnlyList<string> Done = ["named", "generated"];

    public async Task<PageAnswer> ShowAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = SchemaChoice.Of(await schemas.CurrentAsync(cancellation), call.Query.GetValueOrDefault("schema"), Grain.Customer);
        if (choice.Chosen is null)
        {
            return PageAnswer.NotFound;
        }

        try
        {
            return PageAnswer.Of<SegmentsScreen, SegmentsModel>(await ModelAsync(choice, call.Query.GetValueOrDefault("segments"), call, cancellation));
        }
        catch (ModelRefusedException)
        {
            return PageAnswer.Of<ProblemScreen, Problem>(new Problem(StatusCodes.Status503ServiceUnavailable), StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Names are for whoever works with the segments: marketers may give them.</summary>
    public async Task<PageAnswer> NameAsync(PageCall call, CancellationToken cancellation)
    {
        SchemaChoice choice = SchemaChoice.Of(await schemas.CurrentAsync(cancellation), call.Form["schema"], Grain.Customer);
        if (choice.Chosen is not { } schema)
        {
            return PageAnswer.NotFound;
        }

        SegmentsModel model;
        try
        {
            model = await ModelAsync(choice, call.Form["segments"], call, cancellation);
        }
        catch (ModelRefusedException)
        {
            return PageAnswer.Of<ProblemScreen, Problem>(new Problem(StatusCodes.Status503ServiceUnavailable), StatusCodes.Status503ServiceUnavailable);
        }

        if (model.View is null || model.Key != call.Form["segments"]
            || !int.TryParse(call.Form["segment"], NumberStyles.None, CultureInfo.InvariantCulture, out int id) || model.Chosen.Segments.All(segment => segment.Id != id))
        {
            return PageAnswer.NotFound;
        }

        bool generated = call.Form["take"] == "generated";
        var asked = new SegmentNaming(id, call.Form["en"], call.Form["es"], call.Form["pt"], []);
        IReadOnlyList<string> wrong = generated ? [] : [.. SegmentNamesFile.ProblemsOf(asked.En, asked.Es, asked.Pt).Select(problem => problem.Field)];
        if (wrong.Count > 0)
        {
            return Again(model, asked with { Wrong = wrong });
        }

        try
        {
            await segments.NameAsync(schema, model.Key, id, generated ? null : new LocalText(asked.En!, asked.Es ?? asked.En!, asked.Pt ?? asked.En!), cancellation);
        }
        catch (Exception error) when (error is SchemaFileException or ArgumentException)
        {
            return Again(model, asked with { Refusal = error.Message });
        }

        return PageAnswer.To($"{model.Address(model.Key)}&done={Done[generated ? 1 : 0]}#segment-{id.ToString(CultureInfo.InvariantCulture)}");
    }

    private static PageAnswer Again(SegmentsModel model, SegmentNaming naming) =>
        PageAnswer.Of<SegmentsScreen, SegmentsModel>(model with { Naming = naming }, StatusCodes.Status400BadRequest);

    /// <param name="key">Of the proposal in full; the recommended one where there is none of that key.</param>
    private async Task<SegmentsModel> ModelAsync(SchemaChoice choice, string? key, PageCall call, CancellationToken cancellation) => new()
    {
        Schemas = choice,
        Language = call.Language,
        View = await segments.FindAsync(choice.Chosen!.Id, cancellation),
        Key = SegmentModel.Keys.FirstOrDefault(each => each == key) ?? SegmentModel.Keys[^1],
        Done = Done.FirstOrDefault(done => done == call.Query.GetValueOrDefault("done")),
    };
}
