using System.Globalization;
using System.Text.Json.Serialization;
using Clientele.Runs.Incoming;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>
/// A file on its way: the browser asks where to send it, says when all of it is there, shows how it is understood, and takes it or throws it away. The bytes
/// themselves go straight to storage. What scripts ask is answered with JSON.
/// </summary>
internal sealed class SendPages(IncomingUploads uploads)
{
    public const string NewPath = "/uploads/new";

    private const string ColumnPrefix = "column-";
    private const int MostFields = 2_000;

    public Task<PageAnswer> BeginAsync(PageCall call, CancellationToken cancellation) => JsonAsync(async () =>
        await uploads.BeginAsync(call.Form["name"] ?? "", Length(call), cancellation) is { } session ? Json(session) : null);

    public Task<PageAnswer> ResumeAsync(PageCall call, CancellationToken cancellation) => JsonAsync(async () =>
        await uploads.ResumeAsync(call.Route["id"], Length(call), cancellation) is { } session ? Json(session) : null);

    public Task<PageAnswer> CommitAsync(PageCall call, CancellationToken cancellation) => JsonAsync(async () =>
        await uploads.CommitAsync(call.Route["id"], call.Form["name"] ?? "", Length(call), cancellation) is { } commit
            ? HttpAnswer.Json(200, new Sent(commit.IsComplete, commit.MissingBlocks, $"{NewPath}/{call.Route["id"]}"), SendJson.Default.Sent)
            : null);

    public async Task<PageAnswer> LookAsync(PageCall call, CancellationToken cancellation)
    {
        UploadCorrections corrections = Corrections(call.Form);
        return await uploads.UnderstandAsync(call.Route["id"], corrections, cancellation) is { } upload
            ? PageAnswer.Of<UnderstoodScreen, UnderstoodModel>(new UnderstoodModel(upload, corrections, call.Language))
            : await GoneAsync(call.Route["id"], cancellation);
    }

    public async Task<PageAnswer> ConfirmAsync(PageCall call, CancellationToken cancellation)
    {
        UploadCorrections corrections = Corrections(call.Form);
        try
        {
            return await uploads.ConfirmAsync(call.Route["id"], corrections, cancellation) is { } confirmed
                ? PageAnswer.To($"{UploadsPages.RunPath}/{confirmed.Run}?new=1")
                : PageAnswer.NotFound;
        }
        catch (Exception error) when (error is UploadRefusedException or IOException)
        {
            // Not usable, sent again meanwhile, or still being copied: the person looks again and decides again.
            return await uploads.UnderstandAsync(call.Route["id"], corrections, cancellation) is { } upload
                ? PageAnswer.Of<UnderstoodScreen, UnderstoodModel>(new UnderstoodModel(upload, corrections, call.Language, error.Message), StatusCodes.Status400BadRequest)
                : PageAnswer.NotFound;
        }
    }

    public async Task<PageAnswer> DiscardAsync(PageCall call, CancellationToken cancellation)
    {
        await uploads.DiscardAsync(call.Route["id"], cancellation);
        return PageAnswer.To(UploadsPages.Path + "?done=discarded");
    }

    /// <summary>One that was confirmed has its run to show.</summary>
    private async Task<PageAnswer> GoneAsync(string id, CancellationToken cancellation) =>
        await uploads.FindConfirmedAsync(id, cancellation) is { } confirmed ? PageAnswer.To($"{UploadsPages.RunPath}/{confirmed.Run}?new=1") : PageAnswer.NotFound;

    private static UploadCorrections Corrections(PageForm form) => new()
    {
        Delimiter = form["delimiter"],
        Encoding = form["encoding"],
        Decimal = form["decimal"],
        Dates = form["dates"],
        Schema = form["schema"],
        History = form["history"],
        Columns = Columns(form),
    };

    /// <summary>Columns that were picked for a kind of file or a delimiter that has changed since are not about this one.</summary>
    private static ColumnMapping Columns(PageForm form)
    {
        if (form["seen"] is not { } seen || seen != Seen(form["schema"], form["delimiter"], form["encoding"]))
        {
            return ColumnMapping.None;
        }

        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string field in (form["fields"] ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MostFields))
        {
            columns[field] = ColumnMapping.NoColumn;
        }

        foreach (string name in form.Names.Where(name => name.StartsWith(ColumnPrefix, StringComparison.Ordinal)))
        {
            if (form[name] is { } field && columns.ContainsKey(field)
                && int.TryParse(name.AsSpan(ColumnPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int column) && column < UploadReading.MostColumns)
            {
                columns[field] = column;
            }
        }

        return ColumnMapping.Of(columns);
    }

    /// <summary>What the picked columns are about, as the form carries it.</summary>
    public static string Seen(string? schema, string? delimiter, string? encoding) => $"{schema}|{delimiter}|{encoding}";

    private static long Length(PageCall call) =>
        long.TryParse(call.Form["length"], NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : 0;

    private static HttpAnswer Json(UploadSession session) => HttpAnswer.Json(200, session, SendJson.Default.UploadSession);

    private static async Task<PageAnswer> JsonAsync(Func<Task<HttpAnswer?>> answer)
    {
        try
        {
            return new PageAnswer.File(await answer() ?? HttpAnswer.Problem(404, "No such upload", "There is no upload of that name; send the file again."));
        }
        catch (UploadRefusedException error)
        {
            return new PageAnswer.File(HttpAnswer.Problem(400, error.Reason.ToString(), error.Message));
        }
    }
}

/// <summary>What saying that all is sent came to.</summary>
/// <param name="IsComplete">The file is whole; <paramref name="Next"/> shows how it is understood.</param>
/// <param name="MissingBlocks">To be sent again.</param>
internal sealed record Sent(bool IsComplete, IReadOnlyList<int> MissingBlocks, string Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UploadSession))]
[JsonSerializable(typeof(Sent))]
internal sealed partial class SendJson : JsonSerializerContext;
