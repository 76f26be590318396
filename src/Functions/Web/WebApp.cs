using Clientele.Functions.Access;
using Microsoft.AspNetCore.ResponseCompression;

namespace Clientele.Functions.Web;

/// <summary>The pages that marketing opens: rendered here, from the same index, tables and models as the API.</summary>
internal static class WebApp
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddLanguages();
        services.AddSingleton<AssetFiles>();
        services.AddSingleton<Amounts>();

        services.AddHttpContextAccessor();
        services.AddSingleton<RefusalPage>(PageRoutes.WriteRefusalAsync);

        // Over TLS, too: the anti-forgery token, the only secret in a page, is masked anew in every answer, so that its length tells nothing.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
        });
        return services
            .AddSingleton<PredictPages>()
            .AddSingleton<CustomersPages>()
            .AddSingleton<UploadsPages>()
            .AddSingleton<SendPages>()
            .AddSingleton<InsidersPages>()
            .AddSingleton<InsiderListPages>()
            .AddSingleton<SegmentsPages>()
            .AddSingleton<VersionFiles>()
            .AddSingleton<ModelsPages>()
            .AddSingleton<ModelChanges>()
            .AddSingleton<PreferencesPages>();
    }

    /// <summary>Before routing, so that files are sent without it.</summary>
    public static void UseWeb(this WebApplication app)
    {
        app.UseResponseCompression();
        app.Services.GetRequiredService<AssetFiles>().Use(app);
        app.UseRequestLocalization();
        app.UseStatusCodePages(context => PageRoutes.WriteProblemAsync(context.HttpContext));
    }

    public static void MapWeb(this WebApplication app)
    {
        app.MapGet("/", () => Results.LocalRedirect(CustomersPages.Path)).AllowAnonymous();
        app.MapForm<PreferencesPages>(PreferencesPages.Path, (pages, call, _) => pages.SaveAsync(call));
        app.MapPage<PredictPages>(PredictPages.Path, (pages, call, stop) => pages.VisitAsync(call, stop));
        app.MapForm<PredictPages>(PredictPages.Path, (pages, call, stop) => pages.AskAsync(call, stop));
        app.MapPage<CustomersPages>(CustomersPages.Path, (pages, call, stop) => pages.ListAsync(call, stop));
        app.MapForm<CustomersPages>(CustomersPages.SearchPath, (pages, call, stop) => pages.SearchAsync(call, stop));
        app.MapPage<SegmentsPages>(SegmentsPages.Path, (pages, call, stop) => pages.ShowAsync(call, stop));
        app.MapForm<SegmentsPages>(SegmentsPages.NamePath, (pages, call, stop) => pages.NameAsync(call, stop));
        app.MapInsiders();
        app.MapUploads();
        app.MapModels();
    }

    private static void MapUploads(this WebApplication app)
    {
        app.MapPage<UploadsPages>(UploadsPages.Path, (pages, call, stop) => pages.ListAsync(call, stop));
        app.MapPage<UploadsPages>(UploadsPages.RunPath + "/{run}", (pages, call, stop) => pages.RunAsync(call, stop));
        app.MapPage<UploadsPages>(UploadsPages.RunPath + "/{run}/scores.csv", (pages, call, stop) => pages.DownloadAsync(call, "scores.csv", stop));
        app.MapPage<UploadsPages>(UploadsPages.RunPath + "/{run}/rejects.csv", (pages, call, stop) => pages.DownloadAsync(call, "rejects.csv", stop));
        app.MapForm<UploadsPages>(UploadsPages.RunPath + "/{run}/retry", (pages, call, stop) => pages.RetryAsync(call, stop)).RequireAuthorization(Roles.Operator);
        app.MapForm<SendPages>("/uploads/begin", (pages, call, stop) => pages.BeginAsync(call, stop));
        app.MapForm<SendPages>("/uploads/{id}/resume", (pages, call, stop) => pages.ResumeAsync(call, stop));
        app.MapForm<SendPages>("/uploads/{id}/commit", (pages, call, stop) => pages.CommitAsync(call, stop));
        app.MapPage<SendPages>(SendPages.NewPath + "/{id}", (pages, call, stop) => pages.LookAsync(call, stop));
        app.MapForm<SendPages>(SendPages.NewPath + "/{id}", (pages, call, stop) => pages.LookAsync(call, stop));
        app.MapForm<SendPages>(SendPages.NewPath + "/{id}/confirm", (pages, call, stop) => pages.ConfirmAsync(call, stop));
        app.MapForm<SendPages>(SendPages.NewPath + "/{id}/discard", (pages, call, stop) => pages.DiscardAsync(call, stop));
    }

    private static void MapInsiders(this WebApplication app)
    {
        app.MapPage<InsidersPages>(InsidersPages.Path, (pages, call, stop) => pages.ReadAsync(call, stop));
        app.MapPage<InsidersPages>(InsidersPages.ReportPath, (pages, call, stop) => pages.PrintAsync(call, stop));
        app.MapPage<InsiderListPages>(InsidersPages.ListPath, (pages, call, stop) => pages.ListAsync(call, stop));
        app.MapPage<InsiderListPages>(InsidersPages.CsvPath, (pages, call, stop) => pages.CsvAsync(call, stop));
        app.MapForm<InsiderListPages>(InsidersPages.SearchPath, (pages, call, stop) => pages.SearchAsync(call, stop));
    }

    private static void MapModels(this WebApplication app)
    {
        app.MapPage<ModelsPages>(ModelsPages.Path, (pages, call, stop) => pages.ShowAsync(call, stop));
        app.MapForm<ModelChanges>(ModelsPages.PromotePath, (changes, call, stop) => changes.PromoteAsync(call, stop)).RequireAuthorization(Roles.Operator);
        app.MapForm<ModelChanges>(ModelsPages.RollbackPath, (changes, call, stop) => changes.RollbackAsync(call, stop)).RequireAuthorization(Roles.Operator);
        app.MapForm<ModelChanges>(ModelsPages.ReleasePath, (changes, call, stop) => changes.ReleaseAsync(call, stop)).RequireAuthorization(Roles.Operator);
        app.MapForm<ModelChanges>(ModelsPages.ScoreAgainPath, (changes, call, stop) => changes.ScoreAgainAsync(call, stop)).RequireAuthorization(Roles.Operator);
        app.MapForm<ModelChanges>(ModelsPages.EconomicsPath, (changes, call, stop) => changes.SaveEconomicsAsync(call, stop)).RequireAuthorization(Roles.Operator);
    }
}
