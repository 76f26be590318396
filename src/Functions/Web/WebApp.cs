using Microsoft.AspNetCore.ResponseCompression;

namespace Clientele.Functions.Web;

/// <summary>The pages that marketing opens: rendered here, from the same index, tables and models as the API.</summary>
internal static class WebApp
{
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddLanguages();
        services.AddSingleton<AssetFiles>();
        services.AddSingleton<Amounts>();

        // Over TLS, too: the anti-forgery token, the only secret in a page, is masked anew in every answer, so that its length tells nothing.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
        });
        return services
            .AddSingleton<CustomersPages>()
            .AddSingleton<InsidersPages>()
            .AddSingleton<InsiderListPages>()
            .AddSingleton<PreferencesPages>();
    }

    public static void UseWeb(this WebApplication app)
    {
        app.UseResponseCompression();
        app.Services.GetRequiredService<AssetFiles>().Use(app);
        app.UseRequestLocalization();

        // Only here: the address of no page would otherwise take every file before it is looked for.
        app.UseRouting();
    }

    public static void MapWeb(this WebApplication app)
    {
        app.MapGet("/", () => Results.LocalRedirect(CustomersPages.Path));
        app.MapForm<PreferencesPages>(PreferencesPages.Path, (pages, call, _) => pages.SaveAsync(call));
        app.MapPage<CustomersPages>(CustomersPages.Path, (pages, call, stop) => pages.ListAsync(call, stop));
        app.MapForm<CustomersPages>(CustomersPages.SearchPath, (pages, call, stop) => pages.SearchAsync(call, stop));
        app.MapPage<InsidersPages>(InsidersPages.Path, (pages, call, stop) => pages.ReadAsync(call, stop));
        app.MapPage<InsidersPages>(InsidersPages.ReportPath, (pages, call, stop) => pages.PrintAsync(call, stop));
        app.MapPage<InsiderListPages>(InsidersPages.ListPath, (pages, call, stop) => pages.ListAsync(call, stop));
        app.MapPage<InsiderListPages>(InsidersPages.CsvPath, (pages, call, stop) => pages.CsvAsync(call, stop));
        app.MapForm<InsiderListPages>(InsidersPages.SearchPath, (pages, call, stop) => pages.SearchAsync(call, stop));
        app.MapNoPage();
    }
}
